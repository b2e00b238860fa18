/** Compares Kustomize's output with the real services: docs/kubernetes.md. */
package dev.lossline.deploy;
