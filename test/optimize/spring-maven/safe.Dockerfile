FROM maven:3.9-eclipse-temurin-21
WORKDIR /workspace
COPY . .
RUN mvn -B -DskipTests package
EXPOSE 8080
# the version changes with every release
ENTRYPOINT ["java", "-jar", "target/orders-1.4.2.jar"]
