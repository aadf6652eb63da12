import { describe, expect, test } from "vitest";
import { imageUsers } from "../../../server/src/core/images/users.ts";
import { reference } from "./fixture.ts";

describe("who an image runs as, and which user is there to run as", () => {
  test.each([
    ["node:22", "root", "node 1000:1000"],
    ["node:22-alpine", "root", "node 1000:1000"],
    ["python:3.12", "root", undefined],
    ["debian:12", "root", undefined],
    ["ubuntu:22.04", "root", undefined],
    ["ubuntu:24.04", "root", "ubuntu 1000:1000"],
    ["ubuntu", "root", "ubuntu 1000:1000"],
    ["nginx:1.27", "root", "nginx 101:101"],
    ["nginxinc/nginx-unprivileged:1.27", "non-root", "nginx 101:101"],
    ["php:8.3-fpm", "root", "www-data 33:33"],
    ["php:8.3-fpm-alpine", "root", "www-data 82:82"],
    ["postgres:16-alpine", "root", "postgres 70:70"],
    ["memcached:1.6", "non-root", "memcache 11211:11211"],
    ["haproxy:2.2", "root", "haproxy 99:99"],
    ["haproxy:2", "non-root", "haproxy 99:99"],
    ["haproxy:2.8", "non-root", "haproxy 99:99"],
    ["elasticsearch:8.11.0", "non-root", "elasticsearch 1000:1000"],
    ["elasticsearch:7.17.0", "root", "elasticsearch 1000:1000"],
    ["gcr.io/distroless/static-debian12", "root", "nonroot 65532:65532"],
    ["gcr.io/distroless/static-debian12:nonroot", "non-root", "nonroot 65532:65532"],
    ["gcr.io/distroless/base-debian12:debug-nonroot", "non-root", "nonroot 65532:65532"],
    ["cgr.dev/chainguard/node", "non-root", "nonroot 65532:65532"],
    ["cgr.dev/chainguard/postgres", "non-root", undefined],
    ["cgr.dev/chainguard/wolfi-base", "root", "nonroot 65532:65532"],
    ["bitnami/redis:7", "non-root", undefined],
    ["bitnami/minideb", "root", undefined],
    ["bitnami/python:3.12", undefined, undefined],
    ["jenkins/jenkins:lts", "non-root", "jenkins 1000:1000"],
    ["grafana/grafana:11.0.0", "non-root", "grafana 472:0"],
    ["mcr.microsoft.com/dotnet/aspnet:6.0", "root", undefined],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "root", "app 1654:1654"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled", "non-root", "app 1654:1654"],
    ["docker:27-dind", "root", undefined],
    ["docker:27-dind-rootless", "non-root", "rootless 1000:1000"],
    ["oven/bun:1", "root", "bun 1000:1000"],
    ["registry.access.redhat.com/ubi9/ubi-minimal", "root", undefined],
    ["registry.access.redhat.com/ubi9/nodejs-20", "non-root", undefined],
    ["example.com/app:1", undefined, undefined],
    ["someone/node:22", undefined, undefined],
  ])("%s", (image, runsAs, existing) => {
    const users = imageUsers(reference(image));
    expect(users.runsAs).toBe(runsAs);
    expect(users.existing && `${users.existing.name} ${users.existing.uid}:${users.existing.gid}`).toBe(
      existing,
    );
  });
});

test("a home is stated where it is known", () => {
  expect(imageUsers(reference("node:22")).existing?.home).toBe("/home/node");
  expect(imageUsers(reference("nginx:1.27")).existing?.home).toBeUndefined();
});
