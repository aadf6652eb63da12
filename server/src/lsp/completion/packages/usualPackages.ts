/** What Dockerfiles install most on Debian and Ubuntu. */
export const usualDebianPackages: readonly string[] = (
  "ca-certificates curl git wget gnupg build-essential python3 python3-pip python3-venv unzip zip xz-utils bzip2 " +
  "openssl openssh-client pkg-config cmake make gcc g++ libpq-dev libssl-dev libffi-dev zlib1g-dev libxml2-dev " +
  "libjpeg-dev default-libmysqlclient-dev tini locales procps jq rsync vim nano less sudo supervisor nginx " +
  "ffmpeg imagemagick postgresql-client default-jre-headless nodejs npm netcat-openbsd iproute2 iputils-ping dnsutils"
).split(" ");

/** What Dockerfiles install most on Alpine, those first that are asked for most. No sizes are known of them. */
export const alpinePackages: readonly string[] = (
  "ca-certificates curl git bash tzdata tini su-exec build-base gcc g++ make musl-dev linux-headers libc6-compat " +
  "openssl openssl-dev openssh-client python3 python3-dev py3-pip nodejs npm yarn go rust cargo cmake pkgconf " +
  "libffi-dev libpq libpq-dev postgresql-client postgresql-dev mariadb-client mariadb-connector-c " +
  "mariadb-connector-c-dev mariadb-dev sqlite sqlite-dev sqlite-libs redis nginx supervisor dumb-init wget jq unzip " +
  "zip tar gzip xz zstd rsync gnupg coreutils findutils grep sed gawk diffutils file gettext gettext-envsubst procps " +
  "shadow sudo less vim nano tree htop strace bind-tools iproute2 iputils netcat-openbsd openssh docker-cli " +
  "docker-cli-compose autoconf automake libtool bison flex ninja samurai patch nasm upx gcompat libstdc++ libgcc " +
  "icu-libs icu-data-full icu-dev krb5-libs libintl lttng-ust zlib zlib-dev libxml2 libxml2-dev libxslt libxslt-dev " +
  "libzip libzip-dev oniguruma-dev yaml-dev gmp-dev ncurses ncurses-dev readline readline-dev bzip2-dev curl-dev " +
  "libjpeg-turbo libjpeg-turbo-dev libpng libpng-dev libwebp libwebp-dev freetype freetype-dev fontconfig font-dejavu " +
  "font-noto font-noto-cjk font-noto-emoji cairo cairo-dev pango pango-dev giflib-dev vips vips-dev imagemagick " +
  "imagemagick-dev ffmpeg chromium chromium-chromedriver firefox harfbuzz nss openjdk17-jdk openjdk17-jre-headless " +
  "openjdk21-jdk openjdk21-jre-headless maven gradle php84 php84-fpm ruby ruby-dev perl lua5.4 aws-cli kubectl helm " +
  "github-cli git-lfs mercurial subversion logrotate dcron busybox-extras s6-overlay acl attr libcap libcap-setcap " +
  "iptables wireguard-tools cifs-utils nfs-utils fuse3 tcpdump socat mosquitto-clients protobuf protobuf-dev geos " +
  "geos-dev gdal proj libsodium libsodium-dev libevent libevent-dev"
).split(" ");

/** What Dockerfiles install by name with npm, mostly for the whole system. */
export const usualNodePackages: readonly string[] = (
  "npm pnpm yarn corepack typescript tsx ts-node nodemon pm2 serve http-server turbo nx node-gyp prisma esbuild vite " +
  "express fastify next eslint prettier dotenv-cli @angular/cli @nestjs/cli @vue/cli @nestjs/core @prisma/client"
).split(" ");
