-- SPDX-License-Identifier: MIT
-- Slurm's job_submit/lua with the same module (its Lua is 5.1): a job is one that
-- SageMaker could be asked for, its name the name, its comment the role. Beside
-- slurm.conf; the controller waits while this runs, and it asks no network.
package.cpath = "/usr/local/lib/portero/lua5.1/?.so;" .. package.cpath

local gate = assert(require("portero").open{
	plugin = "/usr/local/lib/portero/portero.so",
	config = "/etc/portero/portero.conf",
	log = "/var/log/portero/decisions.log",
	log_required = true,
})

local region, account = "eu-west-1", "111122223333"
-- who submits, by user id: what nobody has named may not submit
local principals = {
	[1000] = "arn:aws:sts::111122223333:assumed-role/FraudPipeline/nightly",
}

local function judge(job, uid)
	local principal = principals[uid]
	if not principal then
		return "you are not known here"
	end
	-- a tag that is not there must not look as if it were
	local tagged = job.account and job.account ~= ""
	local a = gate:ask{
		principal = principal,
		action = "sagemaker:CreateTrainingJob",
		resource = string.format("arn:aws:sagemaker:%s:%s:training-job/%s",
			region, account, job.name or ""),
		roles = { job.comment },
		keys = tagged and { ["aws:RequestTag/cost-center"] = job.account,
			["aws:TagKeys"] = "cost-center" } or nil,
		client = "uid " .. uid,
	}
	if a.allowed ~= true then
		return a.message .. " (decision " .. a.id .. ")"
	end
end

function slurm_job_submit(job, partitions, uid)
	local why = judge(job, uid)
	if why then
		slurm.log_user("%s", why)
		return slurm.ESLURM_ACCESS_DENIED
	end
	return slurm.SUCCESS
end

-- a job that is changed is another job
function slurm_job_modify(change, job, partitions, uid)
	for _, field in ipairs{ "name", "comment", "account" } do
		if change[field] ~= nil and change[field] ~= job[field] then
			return slurm.ESLURM_ACCESS_DENIED
		end
	end
	return slurm.SUCCESS
end

return slurm.SUCCESS
