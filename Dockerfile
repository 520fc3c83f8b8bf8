# hatang in a container. The collector of docker-compose.yml; any other command of hatang runs in it too:
#   docker run --rm hatang standards list
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
# No build: Node 24 runs the TypeScript as it is.
COPY package.json ./
COPY kit kit
COPY wire wire
COPY standards standards
COPY agent agent
COPY collector collector
COPY cli cli
COPY config config
COPY dashboards/web dashboards/web
# A new volume takes the owner of the folder it is laid over.
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 8480/tcp 8480/udp
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8480/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli/hatang.mjs"]
CMD ["collector", "--data", "/data", "--listen", "0.0.0.0:8480"]
