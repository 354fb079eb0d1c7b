# One image for every service; the command says which: `docker run … services/tts/main.ts`.
# There is no build step: Node runs the TypeScript.

# By tag and digest (an index of amd64 and arm64), as several public repositories name it; read on
# 2026-11-26.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS base
WORKDIR /app

# Only what says which packages are needed: while that is the same, the next stage is not built
# again.
FROM base AS manifests
COPY package.json package-lock.json ./
COPY shared ./shared
COPY services ./services
COPY client ./client
RUN find shared services client -type f ! -name package.json -delete

FROM base AS deps
COPY --from=manifests /app ./
# No package that runs in production needs an install script. npm also keeps what a package could use
# and ours do not: TypeScript (valibot's, of Bull Board) and zod (openai's).
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -r node_modules/typescript node_modules/@typescript node_modules/zod \
    && npm cache clean --force
# What no process reads: Node runs no TypeScript of a package, and nobody maps a stack trace. Half of
# all. (find follows no link to a folder of ours.)
RUN find . -path '*/node_modules/*' -type f \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' \) -delete \
    && rm -r node_modules/kuromoji/test
# Her Japanese voice.
COPY scripts/setup/mei.mjs scripts/setup/
RUN node scripts/setup/mei.mjs && npm cache clean --force

FROM base
# What speaks with it, and her English voice: about 145 MB, of which the dictionary has 105.
RUN apt-get update \
    && apt-get install -y --no-install-recommends open-jtalk open-jtalk-mecab-naist-jdic festival festvox-us-slt-hts \
    && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/tmp/node-compile-cache \
    DATA_DIR=/data
RUN mkdir /data && chown node:node /data
# With the folders around node_modules: npm links the workspaces, and Node strips types only behind
# a link, never in a package that was copied into node_modules. A workspace may also have
# node_modules of its own.
COPY --from=deps /app ./
COPY shared ./shared
COPY services ./services
COPY client ./client
VOLUME /data
# The sources belong to root: the service cannot change them.
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]
CMD ["services/gateway/main.ts"]
