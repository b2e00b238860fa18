/** What Kustomize makes of the manifests, compared with what the services really are: docs/kubernetes.md. */
package dev.lossline.deploy;
