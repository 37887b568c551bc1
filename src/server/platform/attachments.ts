/** What an agent may be given besides its instructions. Fields not named here are sent as they are. */

export interface AttachMcpToolInput {
  tenantInstallationId?: string | undefined;
  toolDefinitionId?: string | undefined;
  key?: string | undefined;
  name?: string | undefined;
  /** Whether each call of the tool waits for a person. */
  approvalMode?: 'AUTO' | 'MANUAL' | 'TENANT_POLICY' | undefined;
  enabled?: boolean | undefined;
  [field: string]: unknown;
}

export interface AttachKnowledgeBaseInput {
  knowledgeBaseId: string;
  key?: string | undefined;
  name?: string | undefined;
  enabled?: boolean | undefined;
  [field: string]: unknown;
}

export interface AttachSkillInput {
  skillId?: string | undefined;
  key?: string | undefined;
  name?: string | undefined;
  enabled?: boolean | undefined;
  [field: string]: unknown;
}

export interface Attachment {
  readonly id?: string;
  readonly [field: string]: unknown;
}
