FROM ruby:3.3
RUN apt-get update -qq && apt-get install --no-install-recommends -y nodejs postgresql-client && rm -rf /var/lib/apt/lists/*
WORKDIR /myapp
RUN useradd --create-home app && chown app:app /myapp
COPY --chown=app:app Gemfile Gemfile.lock* /myapp/
RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install
COPY --chown=app:app . /myapp
RUN bundle exec rails assets:precompile
COPY --chmod=755 entrypoint.sh /usr/bin/
USER app
ENTRYPOINT ["entrypoint.sh"]
EXPOSE 3000
CMD ["rails", "server", "-b", "0.0.0.0"]
