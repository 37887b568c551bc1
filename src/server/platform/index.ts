/** The platform's management API, as a host's server calls it. */
export { Zaby, type ZabyOptions } from './zaby.js';
export type { ApiKey } from './api-key.js';
export type { CallOptions } from './transport.js';
export type { Listing, ListQuery, Page } from './listing.js';
export {
  ZabyApiError,
  type ZabyApiErrorDetails,
  ZabyAuthError,
  ZabyConflictError,
  ZabyConnectionError,
  ZabyDeploymentError,
  ZabyNotFoundError,
  ZabyPermissionError,
  ZabyRateLimitError,
  ZabyRuntimeTokenExhaustedError,
  ZabyRuntimeTokenExpiredError,
  ZabyStreamError,
  ZabyValidationError,
} from './errors.js';
export type { Agent, AgentQuery, Agents, AgentVersion, CreateAgentInput, UpdateAgentInput } from './agents.js';
export type { AgentRun, AgentRunEvents, AgentRunInput, RunEventRecord, RunProgress, RunStatus } from './agent-runs.js';
export type { ApprovalDecision, Approvals, ApproveInput, PendingApproval, RejectInput } from './approvals.js';
export type { Attachment, AttachKnowledgeBaseInput, AttachMcpToolInput, AttachSkillInput } from './attachments.js';
export type { CreateDeploymentInput, Deployment, Deployments, Provisioning } from './deployments.js';
export type {
  BindDeploymentInput,
  CreateExternalAppInput,
  DeploymentBinding,
  ExternalApp,
  ExternalApps,
  UpdateExternalAppInput,
} from './external-apps.js';
export type { Health, HealthStatus } from './health.js';
export type {
  FeedbackAnswer,
  FeedbackInput,
  MintedToken,
  MintTokenInput,
  PlaygroundTokenInput,
  RotateByUniqueIdInput,
  RotateTokenInput,
  RuntimeTokens,
} from './runtime-tokens.js';
export type { RevokedFamily, RuntimeTokenFamilies, TokenFamily } from './token-families.js';
export type { RevokedGrant, RuntimeTokenGrants } from './token-grants.js';
export type {
  CreateTokenPolicyInput,
  RuntimeTokenPolicies,
  TokenLimits,
  TokenPolicy,
  UpdateTokenPolicyInput,
} from './token-policies.js';
export type { AgentUsageQuery, RuntimeTokenUsage, TokenUsageQuery, Usage, UsageReport } from './usage.js';
export type { DeploymentProgress, WaitOptions } from './wait-until-active.js';
