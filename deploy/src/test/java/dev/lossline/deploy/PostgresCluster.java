package dev.lossline.deploy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/**
 * The parts of CloudNativePG's {@code Cluster} that Lossline uses; no model was found in Java. Based on its <a
 * href="https://cloudnative-pg.io/docs/current/cloudnative-pg.v1">API reference</a>.
 */
record PostgresCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    static final String API_VERSION = "postgresql.cnpg.io/v1";

    record Spec(
            int instances,
            ImageCatalogRef imageCatalogRef,
            Postgresql postgresql,
            Storage storage,
            ResourceRequirements resources,
            Affinity affinity,
            Bootstrap bootstrap,
            Managed managed) {}

    record ImageCatalogRef(String apiGroup, Catalog kind, String name, int major) {}

    enum Catalog {
        ImageCatalog,
        ClusterImageCatalog
    }

    record Postgresql(Synchronous synchronous) {}

    record Synchronous(Method method, int number, Durability dataDurability) {}

    enum Method {
        any,
        first
    }

    enum Durability {
        required,
        preferred
    }

    record Storage(String size) {}

    record Affinity(boolean enablePodAntiAffinity, AntiAffinity podAntiAffinityType, String topologyKey) {}

    enum AntiAffinity {
        preferred,
        required
    }

    record Bootstrap(InitDb initdb) {}

    record InitDb(String database, String owner, List<String> postInitSQL, SqlRefs postInitApplicationSQLRefs) {}

    record SqlRefs(List<Key> configMapRefs) {}

    record Key(String name, String key) {}

    record Managed(List<Role> roles) {}

    record Role(String name, Ensure ensure, boolean login, Name passwordSecret) {}

    enum Ensure {
        present,
        absent
    }

    record Name(String name) {}
}
