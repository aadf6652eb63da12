import { expect, test } from "vitest";
import { isJdkImage } from "../../../server/src/core/images/javaImages.ts";
import { reference } from "./fixture.ts";

test.each([
  ["eclipse-temurin:21", true],
  ["eclipse-temurin:21-jre-alpine", false],
  ["openjdk:8-alpine", true],
  ["amazoncorretto:21", true],
  ["amazoncorretto:21-headless", false],
  ["ibm-semeru-runtimes:open-17-jdk", true],
  ["ibm-semeru-runtimes:open-17-jre", false],
  ["sapmachine:21", true],
  ["sapmachine:21-jre-ubuntu", false],
  ["azul/zulu-openjdk-alpine:17", true],
  ["azul/zulu-openjdk-alpine:17-jre-headless", false],
  ["bellsoft/liberica-openjre-alpine:21", false],
  ["mcr.microsoft.com/openjdk/jdk:21-ubuntu", true],
  ["maven:3-eclipse-temurin-21", false],
])("%s: %s", (image, expected) => expect(isJdkImage(reference(image))).toBe(expected));
