<?php
// PHP's SoapClient reads a folder of a mail server that it names. Prints what it got as JSON; what is right is decided elsewhere.
// Arguments: address of the WSDL, address of the service, ticket, mail server, user, password, folder.
const SERVICES83 = 'http://www.superoffice.net/ws/crm/NetServer/Services83';

[, $wsdl, $address, $ticket, $server, $user, $password, $folder] = $argv;
$proxy = new SoapClient($wsdl, ['location' => $address, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'cache_wsdl' => WSDL_CACHE_NONE]);
$info = ['ServerName' => $server, 'UserName' => $user, 'Password' => $password, 'Folder' => $folder, 'UseSSL' => true];

function call(string $operation, array $parameters)
{
    global $proxy, $ticket, $info;
    $headers = [new SoapHeader(SERVICES83, 'Credentials', ['Ticket' => $ticket])];
    $result = $proxy->__soapCall($operation, [['ConnectionInfo' => $parameters['ConnectionInfo'] ?? $info] + $parameters], null, $headers, $received);
    return $received['ExceptionInfo'] ?? $result->Response ?? null;
}

$folders = call('GetFolderList', ['IncludeItemCount' => true])->string;
$envelopes = call('GetEMailEnvelopes', ['MessageServerIds' => null])->EMailEnvelope;
$id = $envelopes[0]->ServerId;
$octets = call('GetEMailAsStream', ['MessageServerId' => $id, 'StripAttachments' => false]);
call('MarkAsRead', ['MessageServerIds' => ['int' => [$id]], 'Read' => true]);
$entity = call('GetEMailFromId', [
    'MessageServerId' => $id, 'LookupAddresses' => true, 'Flags' => 'Answered Flagged', 'IncludeAttachments' => true]);
$refusal = call('GetFolderEMailCount', ['ConnectionInfo' => ['Folder' => 'No such folder'] + $info, 'OnlyUnread' => true]);
echo json_encode([
    'folders' => $folders,
    'subject' => $envelopes[0]->Subject,
    'octets' => base64_encode($octets),
    'flags' => $entity->Flags,
    'body' => $entity->PlainBody,
    'refusal' => $refusal->ExceptionType,
], JSON_THROW_ON_ERROR);
