package io.penstock.planner;

import io.penstock.sdk.Script;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * The parameters of a check.
 *
 * <p>{@code skip}: statements that made a planner fail and are not checked, with the message to
 * report. {@code isolate}: plan each view and each insert alone, to find the one that makes the
 * planner fail.
 */
record CheckRequest(Script script, Map<Integer, String> skip, boolean isolate) {

  static CheckRequest fromJson(JsonNode params) {
    Map<Integer, String> skip = new HashMap<>();
    params
        .path("skip")
        .fields()
        .forEachRemaining(one -> skip.put(Integer.valueOf(one.getKey()), one.getValue().asText()));
    return new CheckRequest(
        Script.fromJson(params.path("script")), skip, params.path("isolate").asBoolean());
  }
}
