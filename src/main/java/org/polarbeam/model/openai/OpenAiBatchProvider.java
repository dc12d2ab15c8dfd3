package org.polarbeam.model.openai;

import java.time.Duration;
import java.util.List;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.ChatModel;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.ProviderOption;

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

  private static final int POLL_SECONDS = 60;
  private static final String SIZE = "batchSize";
  private static final String POLL = "batchPollSeconds";

  private final OpenAiProvider api = new OpenAiProvider();
  private final Duration poll;
  private final Duration gather;
  private final Duration grace;

  /** As the service loader makes it. */
  public OpenAiBatchProvider() {
    this(null, Duration.ofMillis(GATHER_MILLIS), Duration.ofMillis(GRACE_MILLIS));
  }

  /**
   * With other times.
   *
   * @param poll how often a batch is looked after; null for what the option says
   * @param gather how long to wait for further questions
   * @param grace how long a batch may take to be created and listed
   */
  OpenAiBatchProvider(Duration poll, Duration gather, Duration grace) {
    this.poll = poll;
    this.gather = gather;
    this.grace = grace;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ProviderOption> options() {
    return List.of(
        ProviderOption.whole(
            POLL,
            "How often a batch of the provider openai-batch is looked after, in seconds.",
            POLL_SECONDS,
            1,
            86_400),
        ProviderOption.whole(
            SIZE, "Questions in one of its batches at most.", MOST_REQUESTS, 1, 50_000));
  }

  @Override
  public int usualInFlight(ModelSpec spec, ProviderContext context) {
    return MOST_REQUESTS;
  }

  @Override
  public double priceShare() {
    return 0.5;
  }

  @Override
  public boolean needsKey(ModelSpec spec) {
    return api.needsKey(spec);
  }

  @Override
  public String keyHost(ModelSpec spec, ProviderContext context) {
    return api.keyHost(spec, context);
  }

  @Override
  public void requireKey(ModelSpec spec, ProviderContext context) {
    api.requireKey(spec, context);
  }

  @Override
  public ChatModel open(ModelSpec spec, ProviderContext context, Blobs store) {
    long pollMillis = poll == null ? 1_000 * context.whole(POLL, POLL_SECONDS) : poll.toMillis();
    return new BatchModel(
        spec,
        new BatchApi(spec, api.connections(spec, context)),
        store,
        new BatchQueue((int) context.whole(SIZE, MOST_REQUESTS), pollMillis),
        pollMillis,
        gather.toMillis(),
        grace.toMillis());
  }
}
