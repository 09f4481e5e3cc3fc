<?php
// PHP's SoapClient in WSDL mode. Says what it saw, one JSON object per step; what is right is decided elsewhere.
// Arguments: SOAP version, addresses of the WSDLs of EMail.svc and SoPrincipal.svc, base address, user, password, application token,
// wrong ticket, then account id, associate id and associate name for each account.
const SERVICES83 = 'http://www.superoffice.net/ws/crm/NetServer/Services83';

[, $version, $emailWsdl, $principalWsdl, $baseAddress, $user, $password, $applicationToken, $wrongTicket] = $argv;
$accounts = array_map(
    fn($fields) => ['AccountId' => (int)$fields[0], 'AssociateId' => (int)$fields[1], 'AssociateName' => $fields[2]],
    array_chunk(array_slice($argv, 9), 3));

function proxy(string $service, string $wsdl): SoapClient
{
    global $version, $baseAddress;
    return new SoapClient($wsdl, [
        'location' => "$baseAddress/$service.svc",
        'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'cache_wsdl' => WSDL_CACHE_NONE,
        'trace' => true,
    ]);
}

// Calls an operation and prints the report. $read turns the result into fields of the report.
function step(string $name, SoapClient $proxy, string $operation, array $parameters, ?string $ticket, callable $read): array
{
    global $applicationToken;
    $headers = [new SoapHeader(SERVICES83, 'ApplicationToken', $applicationToken)];
    if ($ticket !== null) {
        $headers[] = new SoapHeader(SERVICES83, 'Credentials', ['Ticket' => $ticket]);
    }
    $report = ['step' => $name];
    try {
        $result = $proxy->__soapCall($operation, [$parameters], null, $headers, $received);
        $exception = $received['ExceptionInfo'] ?? null;
        $report += ['succeeded' => $received['Succeeded'] ?? null, 'exception' => $exception === null ? null : [
            'message' => $exception->Message,
            'friendlyText' => $exception->FriendlyText,
            'exceptionType' => $exception->ExceptionType,
            'stackTrace' => $exception->StackTrace,
        ]];
        $report += $read($result);
    } catch (SoapFault $fault) {
        $report['fault'] = "$fault->faultcode: {$fault->getMessage()}";
    }
    if (preg_match('#^HTTP/\S+ (\d+)#', (string)$proxy->__getLastResponseHeaders(), $status)) {
        $report['httpStatus'] = (int)$status[1];
    }
    echo json_encode($report, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE), "\n";
    return $report;
}

$nothing = fn($result) => [];
$principal = proxy('SoPrincipal', $principalWsdl);
$email = proxy('EMail', $emailWsdl);

$login = step('authenticate', $principal, 'AuthenticateUsernamePassword', ['UserName' => $user, 'Password' => $password], null,
    fn($result) => [
        'authenticated' => $result->AuthenticationSucceeded ?? null,
        'ticket' => $result->Credentials->Ticket ?? null,
        'associate' => $result->Response->Associate ?? null,
    ]);
$ticket = $login['ticket'] ?? '';
$list = ['SyncUserAccounts' => ['SyncUserAccount' => $accounts]];
step('sync', $email, 'SyncEmailAccounts', $list, $ticket, $nothing);
foreach ($accounts as $account) {
    step('syncAndWait', $email, 'SyncEmailAccount', ['SyncUserAccount' => $account], $ticket, $nothing);
}
step('ready', $email, 'GetReadySyncEmailAccounts', [], $ticket, fn($result) => [
    'accounts' => array_map(fn($account) => [
        'accountId' => $account->AccountId,
        'associateId' => $account->AssociateId,
        'associateName' => $account->AssociateName,
    ], $result->Response->SyncUserAccount ?? []),
]);
step('entity', $email, 'CreateDefaultEMailEntity', [], $ticket, fn($result) => [
    'entity' => isset($result->Response) ? [
        'priority' => $result->Response->Priority ?? null,
        'size' => $result->Response->Size ?? null,
        'isSent' => $result->Response->IsSent ?? null,
    ] : null,
]);
step('wrongTicket', $email, 'SyncEmailAccounts', $list, $wrongTicket, $nothing);
