#!/bin/bash
# Run once by InfluxDB's image, after it made the bucket: InfluxQL finds the bucket under its name, and Grafana gets a
# user of its own that reads it and nothing else.
set -euo pipefail

influx v1 dbrp create --db "$DOCKER_INFLUXDB_INIT_BUCKET" --rp autogen --default \
  --bucket-id "$DOCKER_INFLUXDB_INIT_BUCKET_ID" --org "$DOCKER_INFLUXDB_INIT_ORG"
influx v1 auth create --username grafana --password "$(cat /run/secrets/grafana_influx_password)" \
  --read-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID" --org "$DOCKER_INFLUXDB_INIT_ORG" > /dev/null
