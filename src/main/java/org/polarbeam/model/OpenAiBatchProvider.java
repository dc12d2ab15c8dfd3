package org.polarbeam.model;

import com.openai.client.OpenAIClient;

/**
 * OpenAI's Batch API: half the price, answers within a day. Questions are gathered until none has
 * come for a moment, uploaded as one file and worked on by the endpoint; the results are matched by
 * content key. Which batches are under way is kept in the store, so a run that dies while waiting
 * picks them up again.
 */
public final class OpenAiBatchProvider implements ModelProvider {
  private static final long serialVersionUID = 1L;

  /** The provider's name in a {@link ModelSpec}. */
  public static final String NAME = "openai-batch";

  /** Below the API's limit of 50,000 requests, and of its file size with room to spare. */
  static final int MOST_REQUESTS = 20_000;

  private static final long GATHER_MILLIS = 2_000;
  private static final long GRACE_MILLIS = 15 * 60_000L;

  private final OpenAiProvider api;
  private final long pollMillis;
  private final long gatherMillis;
  private final long graceMillis;

  /** Sets up the provider. */
  public OpenAiBatchProvider(OpenAiProvider api, int pollSeconds) {
    this(api, pollSeconds * 1_000L, GATHER_MILLIS, GRACE_MILLIS);
  }

  /**
   * Sets up the provider.
   *
   * @param api how the endpoint is reached
   * @param pollMillis how often a batch is looked after
   * @param gatherMillis how long to wait for further questions
   * @param graceMillis how long a batch may take to be created and listed
   */
  OpenAiBatchProvider(OpenAiProvider api, long pollMillis, long gatherMillis, long graceMillis) {
    this.api = api;
    this.pollMillis = pollMillis;
    this.gatherMillis = gatherMillis;
    this.graceMillis = graceMillis;
  }

  @Override
  public int usualInFlight(ModelSpec spec) {
    return MOST_REQUESTS;
  }

  @Override
  public ChatModel open(ModelSpec spec, Blobs store) {
    OpenAIClient client = api.client(spec).sync();
    return new BatchModel(spec, client, store, pollMillis, gatherMillis, graceMillis);
  }
}
