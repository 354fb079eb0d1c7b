# In the container of Redis: writes a snapshot of all that it holds to the standard output, while it
# works (docs/deploy.md). By way of a file, since only there redis-cli cuts off the end's mark.
set -eu
redis-cli -p "${REDIS_PORT:-6379}" --rdb backup.rdb >&2
cat backup.rdb
rm backup.rdb
