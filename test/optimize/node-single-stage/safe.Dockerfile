FROM node:20

LABEL org.opencontainers.image.authors="Web Team <web@example.org>"

# image tools for thumbnails
RUN apt-get update && apt-get install -y imagemagick && rm -rf /var/lib/apt/lists/*

WORKDIR /usr/src/app
COPY . .
RUN npm install && npm cache clean --force
RUN npm run build
RUN chown -R node:node /usr/src/app

ENV NODE_ENV=production
EXPOSE 3000
CMD ["npm", "start"]
