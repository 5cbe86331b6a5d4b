/* SPDX-License-Identifier: MIT */
/* sagemaker_members.h - the lists of members that the operations refer to. */
#ifndef PORTERO_HOST_SAGEMAKER_MEMBERS_H
#define PORTERO_HOST_SAGEMAKER_MEMBERS_H

#include "sagemaker.h"

/* Each ends with FIELD_END. */
extern const struct sagemaker_field members_none[];
extern const struct sagemaker_field members_role[];
extern const struct sagemaker_field members_may_role[];
extern const struct sagemaker_field members_training[];
extern const struct sagemaker_field members_update_training[];
extern const struct sagemaker_field members_processing[];
extern const struct sagemaker_field members_transform[];
extern const struct sagemaker_field members_tuning[];
extern const struct sagemaker_field members_automl[];
extern const struct sagemaker_field members_automl_v2[];
extern const struct sagemaker_field members_model[];
extern const struct sagemaker_field members_model_package[];
extern const struct sagemaker_field members_update_model_package[];
extern const struct sagemaker_field members_algorithm[];
extern const struct sagemaker_field members_endpoint_config[];
extern const struct sagemaker_field members_endpoint[];
extern const struct sagemaker_field members_inference_component[];
extern const struct sagemaker_field members_start_pipeline[];
extern const struct sagemaker_field members_job[];
extern const struct sagemaker_field members_labeling[];
extern const struct sagemaker_field members_flow_definition[];
extern const struct sagemaker_field members_monitoring_schedule[];
extern const struct sagemaker_field members_data_quality[];
extern const struct sagemaker_field members_model_bias[];
extern const struct sagemaker_field members_model_explainability[];
extern const struct sagemaker_field members_model_quality[];
extern const struct sagemaker_field members_notebook[];
extern const struct sagemaker_field members_update_notebook[];
extern const struct sagemaker_field members_feature_group[];

#endif
