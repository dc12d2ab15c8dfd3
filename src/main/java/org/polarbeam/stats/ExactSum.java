package org.polarbeam.stats;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of doubles: a long fixed-point number that holds every bit of every addend, so the
 * result, rounded once at the end, does not depend on the order or the grouping of the parts
 * (Kulisch's accumulator). Mutable, for use as an accumulator; not thread-safe.
 */
public final class ExactSum implements Serializable {
  private static final int LIMB_BITS = 32;
  private static final int LEAST_EXPONENT = -1074;
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

  /** Limb k holds multiples of 2^(32 (first + k) − 1074); limbs may hold carries not yet passed. */
  private long[] limbs = new long[0];

  private int first;
  private int additions;

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void add(double value) {
    add(new Addend(value));
  }

  /** Adds a number that is added to many sums. */
  public void add(Addend value) {
    if (value.isZero) {
      return;
    }
    cover(value.limb, value.limb + 3);
    int at = value.limb - first;
    limbs[at] += value.low;
    limbs[at + 1] += value.middle;
    limbs[at + 2] += value.high;
    if (++additions >= ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /** A number, laid out as sums have it. */
  public static final class Addend {
    private final boolean isZero;
    private final int limb;
    private final long low;
    private final long middle;
    private final long high;

    /**
     * Of a number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Addend(double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("cannot add " + value);
      }
      long bits = Double.doubleToLongBits(value);
      int biased = (int) ((bits >>> 52) & 0x7ff);
      long mantissa = (bits & 0xfffffffffffffL) | (biased == 0 ? 0 : 1L << 52);
      int shift = Math.max(biased, 1) - 1; // exponent above 2^-1074
      int offset = shift % LIMB_BITS;
      long sign = value < 0 ? -1 : 1;
      // 53 bits shifted by up to 31 span three limbs.
      long lower = (mantissa & 0xffffffffL) << offset;
      long upper = (mantissa >>> 32) << offset;
      this.isZero = value == 0;
      this.limb = shift / LIMB_BITS;
      this.low = sign * (lower & 0xffffffffL);
      this.middle = sign * ((lower >>> 32) + (upper & 0xffffffffL));
      this.high = sign * (upper >>> 32);
    }
  }

  /** Adds another sum; exact. */
  public void add(ExactSum other) {
    if (other.limbs.length == 0) {
      return;
    }
    other.carry();
    carry();
    cover(other.first, other.first + other.limbs.length);
    for (int k = 0; k < other.limbs.length; k++) {
      limbs[other.first + k - first] += other.limbs[k];
    }
    carry();
  }

  /** The sum, rounded to the nearest double. */
  public double value() {
    carry();
    BigInteger total = BigInteger.ZERO;
    for (int k = limbs.length - 1; k >= 0; k--) {
      total = total.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[k]));
    }
    int exponent = LIMB_BITS * first + LEAST_EXPONENT;
    BigDecimal scaled =
        exponent >= 0
            ? new BigDecimal(total.shiftLeft(exponent))
            : new BigDecimal(total).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
    return scaled.doubleValue();
  }

  /** Passes carries up until every limb but the last is in [0, 2^32). */
  private void carry() {
    additions = 0;
    for (int k = 0; k < limbs.length; k++) {
      long carry = limbs[k] >> LIMB_BITS;
      if (carry != 0 && k + 1 == limbs.length) {
        if (carry == -1) {
          return; // the sign lives in the last limb
        }
        limbs = Arrays.copyOf(limbs, limbs.length + 1);
      }
      if (carry != 0) {
        limbs[k] -= carry << LIMB_BITS;
        limbs[k + 1] += carry;
      }
    }
  }

  /** Makes room for the limbs from {@code from} up to but not including {@code to}. */
  private void cover(int from, int to) {
    if (from >= first && to <= first + limbs.length) {
      return;
    }
    if (limbs.length == 0) {
      first = from;
      limbs = new long[to - from];
      return;
    }
    int newFirst = Math.min(first, from);
    int newEnd = Math.max(first + limbs.length, to);
    if (newFirst != first || newEnd != first + limbs.length) {
      long[] wider = new long[newEnd - newFirst];
      System.arraycopy(limbs, 0, wider, first - newFirst, limbs.length);
      limbs = wider;
      first = newFirst;
    }
  }
}
