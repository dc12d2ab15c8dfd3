package org.polarbeam.model;

/** To come. */
public final class OpenAiBatchProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;
  public static final String NAME = "openai-batch";
  private final OpenAiProvider api;

  public OpenAiBatchProvider(OpenAiProvider api) {
    this.api = api;
  }

  @Override
  public ChatModel open(ModelSpec spec) {
    return api.open(spec);
  }
}
