import type { Ask } from './iam-grants.ts'

/** A way to more rights: every ask must be given; of an ask that is a list, one. */
export interface EscalationPath {
  readonly name: string
  readonly asks: readonly (Ask | readonly Ask[])[]
}

const all = (action: string): Ask => ({ action: action.toLowerCase(), on: 'all' })
const own = (action: string): Ask => ({ action: action.toLowerCase(), on: 'own' })
const any = (action: string): Ask => ({ action: action.toLowerCase(), on: 'any' })
const pass = (passedTo: string): Ask => ({ action: 'iam:passrole', on: 'all', passedTo })

/** One action on its own is the way. */
const alone = (ask: Ask, name: string): EscalationPath => ({ name, asks: [ask] })

/**
 * The ways by which a principal of AWS reaches rights that nobody gave it: it changes a policy, makes itself credentials of another
 * user, or passes a stronger role to a service that runs what it is told. Facts: the service authorization reference (which action does
 * what, and that these services take a role by iam:PassRole) and the public research on such paths since 2018.
 */
export const escalationPaths: readonly EscalationPath[] = [
  // Rewriting rights. Policies of the caller's own user are enough.
  alone(all('iam:CreatePolicyVersion'), 'new version of a managed policy'),
  alone(all('iam:SetDefaultPolicyVersion'), 'older version of a managed policy'),
  alone(own('iam:AttachUserPolicy'), 'policy attached to a user'),
  alone(all('iam:AttachGroupPolicy'), 'policy attached to a group'),
  alone(all('iam:AttachRolePolicy'), 'policy attached to a role'),
  alone(own('iam:PutUserPolicy'), 'inline policy of a user'),
  alone(all('iam:PutGroupPolicy'), 'inline policy of a group'),
  alone(all('iam:PutRolePolicy'), 'inline policy of a role'),
  alone(all('iam:AddUserToGroup'), 'membership of any group'),
  alone(all('iam:UpdateAssumeRolePolicy'), 'trust policy of any role'),
  alone(all('iam:UpdateSAMLProvider'), 'metadata of the identity provider'),
  alone(all('sso:PutInlinePolicyToPermissionSet'), 'inline policy of a permission set'),
  alone(all('sso:AttachManagedPolicyToPermissionSet'), 'policy attached to a permission set'),
  alone(all('sso:CreateAccountAssignment'), 'assignment of any permission set'),
  // Credentials of others. Those of the caller's own user give nothing new.
  alone(all('iam:CreateAccessKey'), 'access key of any user'),
  alone(all('iam:CreateLoginProfile'), 'first password of any user'),
  alone(all('iam:UpdateLoginProfile'), 'new password of any user'),
  alone(all('sts:AssumeRole'), 'any role that trusts the account'),
  // Code that runs under a role already there.
  alone(all('lambda:UpdateFunctionCode'), 'code of any function'),
  alone(all('lambda:UpdateFunctionConfiguration'), 'layers of any function'),
  alone(all('glue:UpdateDevEndpoint'), 'key of a Glue endpoint'),
  alone(all('sagemaker:CreatePresignedNotebookInstanceUrl'), 'notebook of anyone'),
  alone(all('ssm:SendCommand'), 'command on any instance'),
  alone(all('ssm:StartSession'), 'session on any instance'),
  // A stronger role, passed to a service.
  { name: 'role passed to an instance', asks: [pass('ec2.amazonaws.com'), any('ec2:RunInstances')] },
  {
    name: 'role passed to a running instance',
    asks: [
      pass('ec2.amazonaws.com'),
      [any('ec2:AssociateIamInstanceProfile'), any('ec2:ReplaceIamInstanceProfileAssociation')],
    ],
  },
  {
    name: 'role passed to a function',
    asks: [
      pass('lambda.amazonaws.com'),
      any('lambda:CreateFunction'),
      [
        any('lambda:InvokeFunction'),
        any('lambda:AddPermission'),
        any('lambda:CreateEventSourceMapping'),
        any('lambda:CreateFunctionUrlConfig'),
      ],
    ],
  },
  {
    name: 'role passed to CloudFormation',
    asks: [
      pass('cloudformation.amazonaws.com'),
      [
        any('cloudformation:CreateStack'),
        any('cloudformation:UpdateStack'),
        any('cloudformation:CreateChangeSet'),
        any('cloudformation:CreateStackSet'),
      ],
    ],
  },
  {
    name: 'role passed to a Glue job',
    asks: [
      pass('glue.amazonaws.com'),
      [any('glue:CreateJob'), any('glue:UpdateJob')],
      [any('glue:StartJobRun'), any('glue:CreateTrigger')],
    ],
  },
  {
    name: 'role passed to a Glue endpoint',
    asks: [pass('glue.amazonaws.com'), any('glue:CreateDevEndpoint')],
  },
  {
    name: 'role passed to a container task',
    asks: [
      pass('ecs-tasks.amazonaws.com'),
      any('ecs:RegisterTaskDefinition'),
      [any('ecs:RunTask'), any('ecs:StartTask'), any('ecs:CreateService'), any('ecs:UpdateService')],
    ],
  },
  {
    name: 'role passed to a SageMaker notebook',
    asks: [
      pass('sagemaker.amazonaws.com'),
      any('sagemaker:CreateNotebookInstance'),
      any('sagemaker:CreatePresignedNotebookInstanceUrl'),
    ],
  },
  {
    name: 'role passed to a SageMaker job',
    asks: [
      pass('sagemaker.amazonaws.com'),
      [any('sagemaker:CreateTrainingJob'), any('sagemaker:CreateProcessingJob')],
    ],
  },
  {
    name: 'role passed to a build',
    asks: [
      pass('codebuild.amazonaws.com'),
      [any('codebuild:CreateProject'), any('codebuild:UpdateProject')],
      [any('codebuild:StartBuild'), any('codebuild:StartBuildBatch')],
    ],
  },
  {
    name: 'role passed to a data pipeline',
    asks: [
      pass('datapipeline.amazonaws.com'),
      any('datapipeline:CreatePipeline'),
      any('datapipeline:PutPipelineDefinition'),
    ],
  },
  {
    name: 'role passed to a state machine',
    asks: [
      pass('states.amazonaws.com'),
      [any('states:CreateStateMachine'), any('states:UpdateStateMachine')],
      any('states:StartExecution'),
    ],
  },
  {
    name: 'role passed to a schedule',
    asks: [pass('scheduler.amazonaws.com'), any('scheduler:CreateSchedule')],
  },
  {
    name: 'role passed to an automation',
    asks: [pass('ssm.amazonaws.com'), any('ssm:StartAutomationExecution')],
  },
  {
    name: 'role passed to a web service',
    asks: [pass('tasks.apprunner.amazonaws.com'), any('apprunner:CreateService')],
  },
  {
    name: 'role passed to a cluster',
    asks: [pass('elasticmapreduce.amazonaws.com'), any('elasticmapreduce:RunJobFlow')],
  },
  {
    name: 'role passed to a batch job',
    asks: [pass('ecs-tasks.amazonaws.com'), any('batch:RegisterJobDefinition'), any('batch:SubmitJob')],
  },
  {
    name: 'role passed to a code interpreter',
    asks: [
      pass('bedrock-agentcore.amazonaws.com'),
      any('bedrock-agentcore:CreateCodeInterpreter'),
      any('bedrock-agentcore:InvokeCodeInterpreter'),
    ],
  },
]
