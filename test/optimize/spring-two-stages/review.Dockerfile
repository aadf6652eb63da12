FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /workspace
COPY . .
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked mvn -B -DskipTests package

FROM eclipse-temurin:21-jre
COPY --from=build /workspace/target/*.jar /app/app.jar
RUN useradd --create-home app
USER app
ENTRYPOINT ["java", "-jar", "/app/app.jar"]
