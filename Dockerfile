# The image of a service, from source: docker build --build-arg SERVICE=evaluator .
# One file for all of them, as they differ in a name: docs/adr/0004-one-dockerfile.md.

FROM maven:3.9-eclipse-temurin-25 AS poms
COPY . /context
WORKDIR /context
RUN mkdir /poms && find . -name pom.xml -exec cp --parents -t /poms {} + && cp -r .mvn /poms

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY --from=poms /poms .
COPY contract/src contract/src
COPY training/src training/src
COPY trainer/src trainer/src
ARG SERVICE
COPY ${SERVICE}/src ${SERVICE}/src
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -ntp package -pl ${SERVICE} -am -Dmaven.test.skip=true -Dspotless.check.skip=true

# Other people's jars change seldom, PyTorch's native libraries hardly ever: a layer each. DJL takes the libraries from
# PYTORCH_LIBRARY_PATH, so that it unpacks nothing; the jars that held them keep what names their versions.
WORKDIR /image
RUN mkdir -p own/lib/main torch && mv /build/${SERVICE}/target/quarkus-app app \
 && mv app/lib/main/dev.lossline.* own/lib/main \
 && for jar in app/lib/main/ai.djl.pytorch.pytorch-native-*.jar app/lib/main/ai.djl.pytorch.pytorch-jni-*.jar; do \
      [ -f "$jar" ] || continue; \
      rm -rf /jar && mkdir /jar && (cd /jar && jar xf "/image/$jar"); \
      case $jar in \
        *pytorch-native-*) \
          flavor=${jar#*pytorch-native-}; flavor=${flavor%%-*}; \
          find /jar -name '*.so*' -exec mv -t torch {} + ;; \
        *) \
          mv /jar/jnilib/linux-x86_64/$flavor/libdjl_torch.so torch; \
          find /jar/jnilib -mindepth 1 -type d -prune -exec rm -r {} + ;; \
      esac; \
      jar cf "$jar" -C /jar .; \
    done \
 && find . -exec touch -d @0 {} +

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home /tmp lossline && mkdir /datasets && chown lossline /datasets
WORKDIR /lossline
COPY --from=build /image/torch /opt/torch
COPY --from=build /image/app/lib lib
COPY --from=build /image/app/quarkus quarkus
COPY --from=build /image/own .
COPY --from=build /image/app/quarkus-run.jar .
COPY --from=build /image/app/app app

# PyTorch: idle OpenMP threads spin, and slow down those that work.
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080 HOME=/tmp LOSSLINE_DATASETS=/datasets \
    DJL_CACHE_DIR=/tmp/djl PYTORCH_LIBRARY_PATH=/opt/torch PYTORCH_FLAVOR=cpu OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
USER lossline
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=3s --timeout=3s --start-period=90s --retries=5 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/q/health/ready"]
# Half of the memory limit is heap; weights, images and PyTorch itself are outside it.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "-jar", "quarkus-run.jar"]
