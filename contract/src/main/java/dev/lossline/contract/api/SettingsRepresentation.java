package dev.lossline.contract.api;

import org.jspecify.annotations.Nullable;

/**
 * The settings of an installation that clients need.
 *
 * @param tokenAsked whether calls that write need the API token
 * @param grafana the address of Grafana for browsers; null if not configured
 */
public record SettingsRepresentation(
        boolean tokenAsked, @Nullable String grafana) {}
