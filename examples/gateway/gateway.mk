# SPDX-License-Identifier: MIT
# The gateway with real clients: one job that is created, six that are refused.
.PHONY: gateway gateway-js
gateway: deps gateway-deps
	$(AGAIN) all gateway-module gateway-js
	@tests/private examples/gateway/demo $(B)

# optional: without node, or when it cannot be had, the others are shown
gateway-js: $(B)/js/done
$(B)/js/done:
	$(Q)mkdir -p $(@D)
	$(Q)if command -v npm >/dev/null; then cd $(@D) && \
		echo '{ "private": true }' >package.json && \
		npm install --silent --no-audit --no-fund \
		@aws-sdk/client-sagemaker@3 >/dev/null 2>&1 && touch done || \
		echo "skipped: @aws-sdk/client-sagemaker cannot be installed"; \
	else echo "skipped: no npm for @aws-sdk/client-sagemaker"; fi
