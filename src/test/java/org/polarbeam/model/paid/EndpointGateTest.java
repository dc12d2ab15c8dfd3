package org.polarbeam.model.paid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.polarbeam.model.ModelException;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.RateLimit;

class EndpointGateTest {
  private static final ModelSpec MODEL = ModelSpec.of("m", "f", "openai", "");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static List<EndpointGate.Permit> take(EndpointGate gate, int count) {
    List<EndpointGate.Permit> permits = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      permits.add(gate.acquire(MODEL, 0, false).orTimeout(10, TimeUnit.SECONDS).join());
    }
    return permits;
  }

  @Test
  void givenAFullGate_thenTheNextWaitsForAPlace() {
    EndpointGate gate = new EndpointGate("here", 2, 2);
    List<EndpointGate.Permit> two = take(gate, 2);
    CompletableFuture<EndpointGate.Permit> third = gate.acquire(MODEL, 0, false);
    assertFalse(third.isDone());
    gate.answered(two.get(0), MODEL, 0, 0);
    third.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void givenThrottling_thenTheLimitIsHalvedOncePerBurstAndClimbsBack() {
    EndpointGate gate = new EndpointGate("here", 64, 64);
    List<EndpointGate.Permit> permits = take(gate, 64);
    permits.forEach(p -> gate.throttled(p, Duration.ZERO));
    assertEquals(32, gate.limit(), "one burst, one cut");
    for (int k = 0; k < 2_000; k++) {
      gate.answered(take(gate, 1).get(0), MODEL, 0, 0);
    }
    assertEquals(64, gate.limit());
  }

  @Test
  void givenRetryAfter_thenNothingIsSentBefore() {
    EndpointGate gate = new EndpointGate("here", 4, 4);
    gate.throttled(take(gate, 1).get(0), Duration.ofSeconds(1));
    long start = System.nanoTime();
    take(gate, 1);
    assertTrue(System.nanoTime() - start > 0.9 * SECOND);
  }

  @Test
  void givenAFatalFailure_thenWhoWaitsIsToldAndNobodyIsLetIn() {
    EndpointGate gate = new EndpointGate("here", 1, 1);
    take(gate, 1);
    CompletableFuture<EndpointGate.Permit> waits = gate.acquire(MODEL, 0, false);
    gate.close(new ModelException(ModelException.Kind.FATAL, "no key", null));
    CompletionException e = assertThrows(CompletionException.class, waits::join);
    assertEquals("no key", ModelException.of(e).getMessage());
    assertTrue(gate.acquire(MODEL, 0, false).isCompletedExceptionally());
  }

  /** 600 a minute are 10 a second, with a burst of 5 seconds' worth. */
  @Test
  void aBucketGivesItsRateAndABurst() {
    TokenBucket bucket = new TokenBucket(600, 0);
    assertEquals(0, bucket.waitFor(50, 0));
    bucket.take(50, 0);
    assertEquals((double) SECOND, (double) bucket.waitFor(10, 0), 10);
    assertEquals(0, bucket.waitFor(10, SECOND));
    bucket.take(10, SECOND);
    bucket.take(-20, SECOND);
    assertEquals(0, bucket.waitFor(20, SECOND), "what was not used comes back");
  }

  @Test
  void aQuestionLargerThanABurstWaitsForAFullBucketAndLeavesADebt() {
    TokenBucket bucket = new TokenBucket(600, 0);
    assertEquals(0, bucket.waitFor(100, 0));
    bucket.take(100, 0);
    assertEquals(
        10.0 * SECOND, (double) bucket.waitFor(100, 0), 10, "50 of debt and 50 to be full");
  }

  @Test
  void givenALimitOfRequestsAMinute_thenItIsKeptForThatModelAlone() {
    EndpointGate gate = new EndpointGate("here", 100, 100);
    ModelSpec slow = MODEL.with(new RateLimit(1.0, null));
    gate.acquire(slow, 0, false).orTimeout(10, TimeUnit.SECONDS).join();
    CompletableFuture<EndpointGate.Permit> second = gate.acquire(slow, 0, false);
    gate.failed();
    assertFalse(second.isDone(), "its minute is not over");
  }
}
