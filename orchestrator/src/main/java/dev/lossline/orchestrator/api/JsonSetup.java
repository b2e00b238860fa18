package dev.lossline.orchestrator.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lossline.specification.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the API use the same JSON format as the events. */
class JsonSetup {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.MAPPER;
    }
}
