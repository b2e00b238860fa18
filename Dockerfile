# The image of a service, from source: docker build --build-arg SERVICE=evaluator .
# All services share this file because they differ only in their names: docs/adr/0004-one-dockerfile.md.

# PyTorch's native libraries: cpu, cu124 (CUDA 12.4), or none for a service that does not use PyTorch.
ARG PYTORCH_FLAVOR=cpu

FROM maven:3.9-eclipse-temurin-25 AS poms
COPY . /context
WORKDIR /context
RUN mkdir /poms && find . -name pom.xml -exec cp --parents -t /poms {} + && cp -r .mvn /poms \
 && sed -nE 's#.*<(pytorch|djl)\.version>(.+)</.*#\1=\2#p' pom.xml > /torch-versions

# This stage depends only on the two versions, so other changes do not download and unpack cu124 (2.4 GB) again.
# DJL loads the libraries from PYTORCH_LIBRARY_PATH and then does not need the jars that contain them.
FROM maven:3.9-eclipse-temurin-25 AS torch
WORKDIR /opt/torch
WORKDIR /unpacked
COPY --from=poms /torch-versions /
ARG PYTORCH_FLAVOR
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    set -eu; [ "$PYTORCH_FLAVOR" != none ] || exit 0; . /torch-versions; \
    get="mvn -B -q -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get -Dtransitive=false"; \
    $get -Dartifact=ai.djl.pytorch:pytorch-native-$PYTORCH_FLAVOR:$pytorch:jar:linux-x86_64; \
    $get -Dartifact=ai.djl.pytorch:pytorch-jni:$pytorch-$djl; \
    jars=/root/.m2/repository/ai/djl/pytorch; \
    jar xf $jars/pytorch-native-$PYTORCH_FLAVOR/$pytorch/*-linux-x86_64.jar pytorch; \
    jar xf $jars/pytorch-jni/$pytorch-$djl/*.jar jnilib/linux-x86_64/$PYTORCH_FLAVOR/libdjl_torch.so; \
    find . -name '*.so*' -exec mv -t /opt/torch {} +; \
    rm -r pytorch jnilib; touch -d @0 /opt/torch /opt/torch/*

FROM maven:3.9-eclipse-temurin-25 AS libraries
WORKDIR /build
COPY --from=poms /poms .
COPY specification/src specification/src
COPY contract/src contract/src
COPY training/src training/src
COPY trainer/src trainer/src
COPY dashboard/src dashboard/src
COPY experiments experiments
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -ntp package -pl specification,contract,training,trainer -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM libraries AS build
ARG SERVICE
COPY ${SERVICE}/src ${SERVICE}/src
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -ntp package -pl ${SERVICE} -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dquarkus.class-loading.removed-artifacts=ai.djl.pytorch:pytorch-native-cpu:linux-x86_64,ai.djl.pytorch:pytorch-jni

# Third-party jars rarely change, so they get a layer without Lossline's own jars.
WORKDIR /image
RUN mkdir -p own/lib/main && mv /build/${SERVICE}/target/quarkus-app app \
 && mv app/lib/main/dev.lossline.* own/lib/main \
 && find . -exec touch -d @0 {} +

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home /tmp lossline && mkdir /datasets && chown lossline /datasets
WORKDIR /lossline
COPY --from=torch /opt/torch /opt/torch
COPY --from=build /image/app/lib lib
COPY --from=build /image/app/quarkus quarkus
COPY --from=build /image/own .
COPY --from=build /image/app/quarkus-run.jar .
COPY --from=build /image/app/app app

# One OpenMP thread: idle ones spin and slow down the working ones.
ARG PYTORCH_FLAVOR
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080 HOME=/tmp LOSSLINE_DATASETS=/datasets \
    DJL_CACHE_DIR=/tmp/djl PYTORCH_LIBRARY_PATH=/opt/torch PYTORCH_FLAVOR=${PYTORCH_FLAVOR} \
    OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
USER lossline
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=3s --timeout=3s --start-period=90s --retries=5 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/q/health/ready"]
# The heap gets half of the memory limit; weights, images and PyTorch itself are outside the heap.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "-jar", "quarkus-run.jar"]
