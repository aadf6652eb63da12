import { officialImage } from "./official.ts";
import type { ImageReference } from "./types.ts";

/** The official images that set a WORKDIR. Source: their Dockerfiles. */
const workdirs: Readonly<Record<string, string>> = {
  composer: "/app",
  drupal: "/opt/drupal",
  elasticsearch: "/usr/share/elasticsearch",
  ghost: "/var/lib/ghost",
  golang: "/go",
  gradle: "/home/gradle",
  httpd: "/usr/local/apache2",
  jetty: "/var/lib/jetty",
  kibana: "/usr/share/kibana",
  logstash: "/usr/share/logstash",
  nextcloud: "/var/www/html",
  php: "/var/www/html",
  redis: "/data",
  tomcat: "/usr/local/tomcat",
  wordpress: "/var/www/html",
};

/** The working directory that an official image starts in; undefined for other images. */
export function officialWorkdir(reference: ImageReference): string | undefined {
  const official = officialImage(reference);
  if (!official) return undefined;
  return Object.hasOwn(workdirs, official.name) ? workdirs[official.name] : "/";
}
