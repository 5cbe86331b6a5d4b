// SPDX-License-Identifier: MIT
// Creates one training job with the AWS SDK for JavaScript.
// usage: node client.js URL BODY.json
const { SageMakerClient, CreateTrainingJobCommand } =
	require("@aws-sdk/client-sagemaker");
const { readFileSync } = require("node:fs");

const client = new SageMakerClient({ endpoint: process.argv[2] });
const body = JSON.parse(readFileSync(process.argv[3], "utf8"));

client.send(new CreateTrainingJobCommand(body)).then(
	(r) => console.log(JSON.stringify({ ok: true, arn: r.TrainingJobArn })),
	(e) => console.log(JSON.stringify({
		ok: false,
		type: e.name,
		message: e.message,
		id: e.$metadata && e.$metadata.requestId,
		tries: e.$metadata && e.$metadata.attempts,
	})));
