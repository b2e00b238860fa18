# Makes class archives, one after the other, when nobody waits for them. Arguments: seconds to wait, java, then of each
# archive the directory that the service runs from, its list of classes, the archive, and the JVM's options in one word.
trap 'kill $child 2>/dev/null; rm -f "$new"; exit 143' TERM INT HUP
await() { child=$!; wait $child; }
new=
sleep "$1" & await
java="$2"
shift 2
while [ $# -gt 0 ]; do
  directory="$1" list="$2" archive="$3" options="$4"
  new="$archive.$$"
  shift 4
  mkdir -p "$(dirname "$archive")" || continue
  # The service still runs: what it has written of the last line may be half of it.
  sed '$d' "$list" >"$list.whole"
  # shellcheck disable=SC2086 # options have no blanks in them
  "$java" $options -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile="$list.whole" \
    -XX:SharedArchiveFile="$new" -cp "$directory/quarkus-run.jar" & await || { rm -f "$new"; continue; }
  # A start sees all of it or nothing. Those of builds and JDKs before are of no use any more.
  mv -f "$new" "$archive" && find "$(dirname "$archive")" -type f ! -name "$(basename "$archive")" -exec rm -f {} +
done
