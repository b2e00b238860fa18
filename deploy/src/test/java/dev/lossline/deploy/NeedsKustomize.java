package dev.lossline.deploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test class where there is neither {@code kustomize} nor a {@code kubectl} that has it, version 5 or newer; where
 * the environment variable {@code LOSSLINE_TEST_KUSTOMIZE} is {@code required}, fails it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KustomizeCondition.class)
@interface NeedsKustomize {}
