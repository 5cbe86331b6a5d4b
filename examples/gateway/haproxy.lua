-- SPDX-License-Identifier: MIT
-- What haproxy.cfg asks: judges the call, answers a refusal, marks an allow.
local here = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
if here:sub(1, 1) ~= "/" then
	here = os.getenv("PWD") .. "/" .. here
end

local gate = assert(require("portero").open{
	plugin = here .. "portero.so",
	config = here .. "policies/portero.conf",
	region = "eu-west-1",
})

-- the value of a header that is there exactly once
local function one(headers, name)
	local values = headers[name]
	if values and values[0] and not values[1] then
		return values[0]
	end
end

local function answer(txn, status, kind, body)
	local reply = txn:reply{ status = status }
	reply:add_header("Content-Type", "application/x-amz-json-1.1")
	reply:add_header("x-amzn-ErrorType", kind)
	reply:set_body(body)
	txn:done(reply)
end

core.register_action("portero", { "http-req" }, function(txn)
	local h = txn.http:req_get_headers()
	if txn.sf:method() ~= "POST" or txn.sf:pathq() ~= "/"
		or one(h, "content-type") ~= "application/x-amz-json-1.1"
		or h["content-encoding"] or h["smithy-protocol"]
		or h["upgrade"] -- a tunnel, and nobody judges in it
		or not one(h, "x-amz-target") then
		return answer(txn, 400, "UnknownOperationException",
			'{"__type":"UnknownOperationException"}')
	end
	-- what does not fit in the buffer has not been seen; of chunks, nobody
	-- knows how many follow
	if not one(h, "content-length") then
		return answer(txn, 411, "ValidationException",
			'{"__type":"ValidationException","message":"Content-Length is missing"}')
	end
	if txn.f:req_body_len() ~= txn.f:req_body_size() then
		return answer(txn, 413, "RequestEntityTooLargeException",
			'{"__type":"RequestEntityTooLargeException"}')
	end
	local a = gate:call{
		target = one(h, "x-amz-target"),
		body = txn.sf:req_body(),
		-- in production: from a client certificate
		principal = "arn:aws:sts::111122223333:assumed-role/FraudPipeline/nightly",
		client = txn.sf:src(),
	}
	if a.allowed ~= true then
		return answer(txn, a.status, a.type, a.body)
	end
	txn.http:req_set_header("X-Portero-Decision-Id", a.id or "none")
	txn:set_var("txn.portero", "ALLOW")
end)
