package dev.lossline.deploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test class if neither {@code kustomize} nor a {@code kubectl} with it is installed, version 5 or newer; if
 * the environment variable {@code LOSSLINE_TEST_KUSTOMIZE} is {@code required}, fails it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KustomizeCondition.class)
@interface NeedsKustomize {}
