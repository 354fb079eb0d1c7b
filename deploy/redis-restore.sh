# In the container of Redis: takes a snapshot from the standard input, puts it in the place of all
# that is there, and ends Redis, which is started again with it (docs/deploy.md). A dump.rdb beside
# an append-only file would not be read, so the snapshot becomes the base of such a file. What was
# there before stays in before-restore.
set -eu
mkdir restored
cat > restored/appendonly.aof.1.base.rdb
echo "file appendonly.aof.1.base.rdb seq 1 type b" > restored/appendonly.aof.manifest
redis-check-rdb restored/appendonly.aof.1.base.rdb >&2 || { rm -r restored; exit 1; }
# No rewrite may touch the folder from here on.
redis-cli -p "${REDIS_PORT:-6379}" config set auto-aof-rewrite-percentage 0 >&2
mv appendonlydir before-restore
mv restored appendonlydir
redis-cli -p "${REDIS_PORT:-6379}" shutdown nosave
