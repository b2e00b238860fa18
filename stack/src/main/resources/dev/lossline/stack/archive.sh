# Creates class archives one after the other, in the background. Arguments: java; then for each archive the jar that the
# service runs, its class list, the archive, and the JVM's options as one word.
trap 'kill $child 2>/dev/null; rm -f "$new"; exit 143' TERM INT HUP
new=
java="$1"
shift
while [ $# -gt 0 ]; do
  jar="$1" list="$2" archive="$3" options="$4"
  new="$archive.$$"
  shift 4
  # shellcheck disable=SC2086 # options contain no blanks
  "$java" $options -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile="$list" \
    -XX:SharedArchiveFile="$new" -cp "$jar" &
  child=$!
  # Renaming makes a complete archive visible. Archives of earlier builds and JDKs are obsolete.
  if wait $child; then
    mv -f "$new" "$archive"
    find "$(dirname "$archive")" -type f ! -newer "$list" ! -name "$(basename "$archive")" -exec rm -f {} +
  else
    rm -f "$new"
  fi
done
