CREATE SCHEMA shop;
CREATE SCHEMA stock;
CREATE DOMAIN shop.sku AS text;
CREATE DOMAIN stock.sku AS text;
