import { describe, expect, test } from "vitest";
import { imageFamily } from "../../../server/src/core/images/families.ts";
import { reference } from "./fixture.ts";

describe("what an image is can mostly be told from its name and tag", () => {
  test.each([
    // image, system, family, libc, package manager, flavour
    ["node:20", undefined, "debian", "glibc", "apt", "full"],
    ["node:20-slim", undefined, "debian", "glibc", "apt", "slim"],
    ["node:20-bookworm-slim", "debian bookworm", "debian", "glibc", "apt", "slim"],
    ["node:20-alpine3.19", "alpine 3.19", "alpine", "musl", "apk", "alpine"],
    ["python:3.12-alpine", undefined, "alpine", "musl", "apk", "alpine"],
    ["public.ecr.aws/docker/library/python:3.12", undefined, "debian", "glibc", "apt", "full"],
    ["debian:12-slim", "debian bookworm", "debian", "glibc", "apt", "slim"],
    ["ubuntu:22.04", "ubuntu 22.04", "ubuntu", "glibc", "apt", "full"],
    ["ubuntu", undefined, "ubuntu", "glibc", "apt", "full"],
    ["alpine:3.20", "alpine 3.20", "alpine", "musl", "apk", "alpine"],
    ["eclipse-temurin:21-jdk", undefined, "ubuntu", "glibc", "apt", "full"],
    ["eclipse-temurin:21-jre-noble", "ubuntu 24.04", "ubuntu", "glibc", "apt", "slim"],
    ["eclipse-temurin:21-jre-ubi9-minimal", "ubi9-minimal", "rpm", "glibc", "microdnf", "slim"],
    ["openjdk:17", undefined, "rpm", "glibc", "dnf", "full"],
    ["openjdk:17-slim", undefined, "debian", "glibc", "apt", "slim"],
    ["openjdk:11", undefined, "debian", "glibc", "apt", "full"],
    ["amazoncorretto:17", undefined, "rpm", "glibc", "dnf", "full"],
    ["amazonlinux:2", "amazonlinux 2", "rpm", "glibc", "yum", "full"],
    ["centos:7", "centos 7", "rpm", "glibc", "yum", "full"],
    ["almalinux:9-minimal", undefined, "rpm", "glibc", "microdnf", "slim"],
    ["archlinux", undefined, "arch", "glibc", "pacman", undefined],
    ["caddy:2", undefined, "alpine", "musl", "apk", "alpine"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", undefined, "debian", "glibc", "apt", "full"],
    ["mcr.microsoft.com/dotnet/aspnet:10.0", undefined, "ubuntu", "glibc", "apt", "full"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-alpine", undefined, "alpine", "musl", "apk", "alpine"],
    [
      "mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled",
      undefined,
      "distroless",
      "glibc",
      undefined,
      "chiseled",
    ],
    ["gcr.io/distroless/static-debian12", undefined, "distroless", "glibc", undefined, "distroless"],
    ["registry.access.redhat.com/ubi9/ubi-minimal:9.4", undefined, "rpm", "glibc", "microdnf", "slim"],
    ["registry.access.redhat.com/ubi9:9.4", undefined, "rpm", "glibc", "dnf", "full"],
    ["nvidia/cuda:12.4.1-runtime-ubuntu22.04", undefined, "ubuntu", "glibc", "apt", "full"],
    ["bitnami/redis:7", undefined, "debian", "glibc", "apt", "full"],
    ["golang:1.22-windowsservercore", undefined, "windows", undefined, undefined, undefined],
    ["ghcr.io/someone/app:1", undefined, undefined, undefined, undefined, undefined],
    ["elasticsearch:8.11.0", undefined, undefined, undefined, undefined, undefined],
  ])("%s", (image, os, osFamily, libc, packageManager, flavour) => {
    const { shell: _, ...family } = imageFamily(reference(image));
    expect(family).toEqual({ os, osFamily, libc, packageManager, flavour });
  });
});

test("an image without a shell says so", () => {
  expect(imageFamily(reference("gcr.io/distroless/cc-debian12")).shell).toBe("none");
});
