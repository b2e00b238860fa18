# Makes class archives, one after the other, while nobody waits for them. Arguments: java, then of each archive the jar
# that the service runs, its list of classes, the archive, and the JVM's options in one word.
trap 'kill $child 2>/dev/null; rm -f "$new"; exit 143' TERM INT HUP
new=
java="$1"
shift
while [ $# -gt 0 ]; do
  jar="$1" list="$2" archive="$3" options="$4"
  new="$archive.$$"
  shift 4
  # shellcheck disable=SC2086 # options have no blanks in them
  "$java" $options -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile="$list" \
    -XX:SharedArchiveFile="$new" -cp "$jar" &
  child=$!
  # A start sees all of it or nothing. Those of builds and JDKs before are of no use any more.
  if wait $child; then
    mv -f "$new" "$archive"
    find "$(dirname "$archive")" -type f ! -newer "$list" ! -name "$(basename "$archive")" -exec rm -f {} +
  else
    rm -f "$new"
  fi
done
