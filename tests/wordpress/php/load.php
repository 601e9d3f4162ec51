<?php
// Loads WordPress for a script; its first argument is the folder of the code. WordPress keeps much in global variables
// ($post, $id, $page), so a script does its work inside a function.
if (PHP_SAPI !== 'cli') {
    exit(1);
}
$_SERVER += array('HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1');
function wp_mail() {
    return true;
}
function wp_new_blog_notification() {}
require $argv[1] . '/wp-load.php';
