<?php
// Which of the two sites is meant: the web server says so, or the environment of a script.
$lab_site = $_SERVER['LAB_SITE'] ?? getenv('LAB_SITE');
$table_prefix = $lab_site . '_';
define('WP_HOME', $lab_site === 'blog' ? 'http://127.0.0.1:@BLOG_PORT@/blog' : 'http://127.0.0.1:@MAIN_PORT@');
define('WP_SITEURL', WP_HOME);
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:@FOLDER@/run/db.sock');
define('DB_CHARSET', 'utf8mb4');
foreach (array('AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE') as $lab_name) {
    define("{$lab_name}_KEY", md5("$lab_name key of @FOLDER@"));
    define("{$lab_name}_SALT", md5("$lab_name salt of @FOLDER@"));
}
// On a site of this type, WordPress takes application passwords over http. A request may play a live site.
define('WP_ENVIRONMENT_TYPE', $_SERVER['HTTP_X_LAB_ENVIRONMENT'] ?? 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISALLOW_FILE_MODS', true);
define('WP_DEBUG', false);
define('FS_METHOD', 'direct');
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
