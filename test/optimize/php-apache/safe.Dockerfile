FROM php:8.3-apache
RUN apt-get update && apt-get install -y \
      git \
      libzip-dev \
      unzip && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install zip pdo_mysql
RUN a2enmod rewrite
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY . /var/www/html
RUN composer install --no-dev --no-interaction && composer clear-cache
RUN chown -R www-data:www-data /var/www/html
