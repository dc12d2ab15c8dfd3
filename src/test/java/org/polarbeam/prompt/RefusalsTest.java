package org.polarbeam.prompt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarbeam.simulate.SimulatedServer;

/** A refusal looks like one in its language; a text that is not understood is none. */
class RefusalsTest {
  @Test
  void simulatedRefusalsAreToldFromRambles() throws IOException {
    JsonNode languages =
        new YAMLMapper().readTree(SimulatedServer.class.getResourceAsStream("phrases.yaml"));
    for (String language : List.of("en", "da", "nl", "pt", "de", "es", "fr", "sw")) {
      JsonNode phrases = languages.path(language);
      assertTrue(phrases.path("refusals").size() > 2, language);
      phrases.path("refusals").forEach(t -> assertTrue(Refusals.isOne(t.asText()), t.asText()));
      phrases.path("rambles").forEach(t -> assertFalse(Refusals.isOne(t.asText()), t.asText()));
    }
  }

  @Test
  void refusalsOfOtherLanguagesAreSeen() {
    for (String text :
        List.of(
            "I’m sorry, but I can’t help with that.",
            "As an AI language model, I have no opinions.",
            "Es tut mir leid, aber dabei kann ich nicht helfen.",
            "Je suis désolé, mais je ne peux pas répondre.",
            "Lo siento, no puedo ayudar con eso.",
            "К сожалению, я не могу этого сделать.",
            "抱歉，我无法回答这个问题。",
            "申し訳ありませんが、お答えできません。",
            "죄송하지만 도와드릴 수 없습니다.",
            "عذرًا، لا أستطيع المساعدة في ذلك.",
            "क्षमा करें, मैं इसमें मदद नहीं कर सकता।",
            "Üzgünüm, bu konuda yardımcı olamam.",
            "Xin lỗi, tôi không thể giúp.",
            "Samahani, siwezi kusaidia.")) {
      assertTrue(Refusals.isOne(text), text);
    }
    for (String text :
        List.of(
            "The answer to the task is as follows:",
            "Svaret på opgaven er som følger:",
            "2022: 8,572",
            "Person A interviews 10 representative citizens about trust.")) {
      assertFalse(Refusals.isOne(text), text);
    }
  }
}
