FROM ubuntu:22.04

RUN apt-get update && apt-get install --no-install-recommends -y python3 ca-certificates python3-pip \
    && apt-get install --no-install-recommends -y build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
RUN pip3 install --no-cache-dir --upgrade pip

COPY requirements.txt /app/
WORKDIR /app

RUN pip3 install --no-cache-dir -r requirements.txt
RUN useradd --create-home app && chown app:app /app
COPY --chown=app:app . /app

ENV FLASK_APP=app.py
EXPOSE 5000
USER app
CMD ["python3", "-m", "flask", "run", "--host=0.0.0.0"]
