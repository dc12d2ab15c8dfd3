package org.polarbeam.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.files.InputException;

/** Names of models as vendors have them, with slashes, colons and an @ of their own. */
class ModelSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai:gpt-4.1                                | openai | gpt-4.1 | ''
          openai:m@http://127.0.0.1:8000/v1             | openai | m | http://127.0.0.1:8000/v1
          openai:m@127.0.0.1:8000                       | openai | m | 127.0.0.1:8000
          openai:m@localhost:8000                       | openai | m | localhost:8000
          openai:@cf/meta/llama-3@https://x.example/v1  | openai | @cf/meta/llama-3 | https://x.example/v1
          openai:@cf/meta/llama-3                       | openai | @cf/meta/llama-3 | ''
          vertex:claude-3-5-sonnet@20240620             | vertex | claude-3-5-sonnet@20240620 | ''
          ollama:gemma3:4b                              | ollama | gemma3:4b | ''
          ollama:gemma3:4b@http://my_host:11434/v1      | ollama | gemma3:4b | http://my_host:11434/v1
          together:meta-llama/Llama-3.3-70B-Instruct    | together | meta-llama/Llama-3.3-70B-Instruct | ''
          replay:m@out/run/responses/*.jsonl            | replay | m | out/run/responses/*.jsonl
          replay:m@/data/responses.jsonl                | replay | m | /data/responses.jsonl
          replay:m@gs://bucket/run                      | replay | m | gs://bucket/run
          """)
  void spellingsAreRead(String text, String provider, String name, String endpoint) {
    ModelSpec spec = ModelSpec.parse(text);
    assertEquals(provider, spec.provider());
    assertEquals(name, spec.name());
    assertEquals(endpoint, spec.endpoint());
  }

  @Test
  void whatIsNoneIsRefused() {
    for (String text : new String[] {"gpt", ":m", "Openai:m", "openai:"}) {
      assertThrows(InputException.class, () -> ModelSpec.parse(text), text);
    }
  }
}
