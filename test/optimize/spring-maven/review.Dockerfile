FROM maven:3.9-eclipse-temurin-21
WORKDIR /workspace
RUN useradd --create-home app && chown app:app /workspace
COPY --chown=app:app pom.xml ./
RUN mvn -B dependency:go-offline
COPY --chown=app:app . .
RUN mvn -B -DskipTests package
EXPOSE 8080
USER app
# the version changes with every release
ENTRYPOINT ["java", "-jar", "target/orders-1.4.2.jar"]
