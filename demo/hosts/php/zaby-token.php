<?php
// POST { conversationId, reason } -> { token, … }: the token endpoint of zaby-agent. Its settings come from the environment.

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    exit(json_encode($body));
}

if ($_SERVER['REQUEST_METHOD'] === 'GET') answer(200, ['status' => 'ok']);
if ($_SERVER['REQUEST_METHOD'] !== 'POST') answer(405, ['code' => 'method-not-allowed']);

// Only pages of this very site, and no HTML form: anyone else would ask in the name of whoever looks at their page.
$origin = $_SERVER['HTTP_ORIGIN'] ?? null;
$site = $_SERVER['HTTP_SEC_FETCH_SITE'] ?? 'same-origin';
if ($site !== 'same-origin' || ($origin !== null && $origin !== getenv('ORIGIN'))) answer(403, ['code' => 'forbidden-origin']);
if (!preg_match('#^application/json\s*(;|$)#i', $_SERVER['CONTENT_TYPE'] ?? '')) answer(415, ['code' => 'unsupported-media-type']);

$text = file_get_contents('php://input', length: 4097);
if (strlen($text) > 4096) answer(413, ['code' => 'body-too-large']);
$conversation = json_decode($text, true)['conversationId'] ?? null;
if (!is_string($conversation) || !preg_match('/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iD', $conversation)) {
    answer(400, ['code' => 'invalid-request']);
}

// Who asks, by the session and by nothing the browser says. Where people sign in, take the id of their account, or answer 401.
session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true, 'cookie_secure' => !empty($_SERVER['HTTPS'])]);
$user = $_SESSION['zaby_visitor'] ??= 'visitor:' . bin2hex(random_bytes(16));
// Who sends no cookie is a new visitor each time: let your web server count addresses as well (nginx: limit_req).
$asked = array_filter($_SESSION['zaby_asked'] ?? [], fn (int $at) => $at > time() - 60);
if (count($asked) >= 60) {
    header('Retry-After: 60');
    answer(429, ['code' => 'rate-limited']);
}
$_SESSION['zaby_asked'] = [...$asked, time()];
session_write_close();

$url = (getenv('ZABY_API_ORIGIN') ?: 'https://genapi.zaby.io')
    . '/api/v1/provisioning/managed-agents/external-apps/' . rawurlencode(getenv('ZABY_APP_ID')) . '/runtime-tokens';
$json = @file_get_contents($url, false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => ['Content-Type: application/json', 'x-zaby-api-key: ' . getenv('ZABY_API_KEY')],
    'content' => json_encode([
        'deploymentId' => getenv('ZABY_DEPLOYMENT_ID'),
        'quotaPolicyId' => getenv('ZABY_POLICY_ID'),
        'externalUserId' => $user,
        'externalSessionId' => hash('sha256', json_encode([$user, strtolower($conversation)])),
        'channel' => 'web',
    ]),
    'follow_location' => 0, // a redirect would carry the key to wherever it points
    'timeout' => 10,
]]));
$token = json_decode($json ?: 'null', true);
if (!is_string($token['token'] ?? null)) answer(503, ['code' => 'token-unavailable']); // the reason is for your log, not for browsers
$shown = ['token', 'tokenType', 'expiresAt', 'rotateAfterSeconds', 'remainingUses', 'scopes', 'agentSessionId'];
answer(200, array_intersect_key($token, array_flip($shown)));
