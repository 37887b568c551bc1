<?php
// A shop in PHP, with its token endpoint in zaby-token.php. In a copy of this folder, with `zaby-agent.js` from the package beside:
//
//     cp .env.example .env
//     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
//     set -a; . ./.env; php -S localhost:3000 index.php          # in another one, then open http://localhost:3000

$apiOrigin = getenv('ZABY_API_ORIGIN') ?: 'https://genapi.zaby.io';
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/api/zaby-token':
        require __DIR__ . '/zaby-token.php';
        break;
    case '/zaby-agent.js':
        header('Content-Type: text/javascript; charset=utf-8');
        readfile(__DIR__ . '/zaby-agent.js');
        break;
    case '/':
        header('Content-Security-Policy: ' . implode('; ', [
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
            "connect-src 'self' $apiOrigin; require-trusted-types-for 'script'; trusted-types zaby-agent",
        ]));
        echo str_replace('https://genapi.zaby.io', $apiOrigin, file_get_contents(__DIR__ . '/index.html'));
        break;
    default:
        http_response_code(404);
}
