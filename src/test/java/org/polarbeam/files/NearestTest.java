package org.polarbeam.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES = List.of("items", "temperature", "top_p", "seed");

  @Test
  void aFewLettersAreForgiven() {
    assertEquals(Optional.of("items"), Nearest.to("itmes", NAMES), "exchanged");
    assertEquals(Optional.of("temperature"), Nearest.to("temprature", NAMES), "left out");
    assertEquals(Optional.of("seed"), Nearest.to("Seeed", NAMES), "put in, and a capital");
    assertEquals(Optional.of("top_p"), Nearest.to("top-p", NAMES), "changed");
  }

  @Test
  void whatIsNotNearIsNotGuessed() {
    assertEquals(Optional.empty(), Nearest.to("max_tokens", NAMES));
    assertEquals("", Nearest.question("x", NAMES));
    assertEquals("Did you mean seed? ", Nearest.question("sed", NAMES));
  }
}
