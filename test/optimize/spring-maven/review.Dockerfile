FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /workspace
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked mvn -B dependency:go-offline
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked mvn -B -DskipTests package

FROM eclipse-temurin:21-jre
WORKDIR /workspace
RUN useradd --create-home app && chown app:app /workspace
COPY --from=build --chown=app:app /workspace/target/orders-1.4.2.jar /workspace/target/orders-1.4.2.jar
EXPOSE 8080
USER app
# the version changes with every release
ENTRYPOINT ["java", "-jar", "target/orders-1.4.2.jar"]
