/** What runs in a contestant's own process. */
package dev.lossline.bench.contestant;
