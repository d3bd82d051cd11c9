package io.penstock.planner;

import io.penstock.script.Script;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * What is to be checked.
 *
 * <p>{@code skip}: statements not to be looked at, since they brought a planner down, with the sentence to say.
 * {@code isolate}: plan each view and each insert on its own, to learn which one does.
 */
record Question(Script script, Map<Integer, String> skip, boolean apart) {

  static Question of(JsonNode params) {
    Map<Integer, String> skip = new HashMap<>();
    params.path("skip").fields().forEachRemaining(one -> skip.put(Integer.valueOf(one.getKey()), one.getValue().asText()));
    return new Question(Script.of(params.path("script")), skip, params.path("isolate").asBoolean());
  }
}
