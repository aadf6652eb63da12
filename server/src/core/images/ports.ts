import { officialImage } from "./official.ts";
import type { ImageReference } from "./types.ts";

/** What official images expose. Source: their Dockerfiles. */
const ports: Readonly<Record<string, number>> = {
  adminer: 8080,
  caddy: 80,
  cassandra: 9042,
  couchdb: 5984,
  drupal: 80,
  elasticsearch: 9200,
  ghost: 2368,
  httpd: 80,
  influxdb: 8086,
  jetty: 8080,
  kibana: 5601,
  mariadb: 3306,
  memcached: 11211,
  mongo: 27017,
  mysql: 3306,
  nats: 4222,
  neo4j: 7474,
  nextcloud: 80,
  nginx: 80,
  postgres: 5432,
  rabbitmq: 5672,
  redis: 6379,
  registry: 5000,
  solr: 8983,
  tomcat: 8080,
  traefik: 80,
  vault: 8200,
  wordpress: 80,
  zookeeper: 2181,
};

/** The port that an image serves on; undefined when it is not known, or serves nothing by itself. */
export function usualPort(reference: ImageReference): number | undefined {
  const { registry, repository } = reference;
  if (registry === "mcr.microsoft.com" && repository === "dotnet/aspnet")
    return Number.parseInt(reference.tag ?? "8", 10) < 8 ? 80 : 8080;
  if (repository.endsWith("nginx-unprivileged")) return 8080;
  const name = officialImage(reference)?.name;
  return name !== undefined && Object.hasOwn(ports, name) ? ports[name] : undefined;
}
